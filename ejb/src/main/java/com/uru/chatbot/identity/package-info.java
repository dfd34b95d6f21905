/**
 * Sign-in and sign-up, which use all the packages below: users, login sessions, accounts, passwords
 * and tokens.
 */
@NullMarked
package com.uru.chatbot.identity;

import org.jspecify.annotations.NullMarked;
