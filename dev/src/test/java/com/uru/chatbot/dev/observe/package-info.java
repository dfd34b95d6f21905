/** Dashboards, alert rules, objectives and runbooks fit what a server measures. */
@NullMarked
package com.uru.chatbot.dev.observe;

import org.jspecify.annotations.NullMarked;
