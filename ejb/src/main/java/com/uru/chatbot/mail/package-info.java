/** Mail to people: plain text through an SMTP server, if one is configured. */
@NullMarked
package com.uru.chatbot.mail;

import org.jspecify.annotations.NullMarked;
