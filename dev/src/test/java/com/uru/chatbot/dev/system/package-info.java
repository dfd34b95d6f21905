/**
 * Black-box tests over HTTP against the real WAR on Payara Micro, PostgreSQL and practice upstream.
 */
@NullMarked
package com.uru.chatbot.dev.system;

import org.jspecify.annotations.NullMarked;
