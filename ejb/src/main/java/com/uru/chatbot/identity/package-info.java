/** Users and how they sign in: accounts, passwords, login sessions, access and refresh tokens. */
@NullMarked
package com.uru.chatbot.identity;

import org.jspecify.annotations.NullMarked;
