/**
 * What changes an account: registration, profile, password, links for a password, the directory of
 * administrators.
 */
@NullMarked
package com.uru.chatbot.identity.account;

import org.jspecify.annotations.NullMarked;
