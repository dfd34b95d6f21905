/** Passwords: normalisation, rules, hashes, and the limit of failed sign-ins. */
@NullMarked
package com.uru.chatbot.identity.credential;

import org.jspecify.annotations.NullMarked;
