/** The check of a key: what it is, what it may do, and how much is left of its limits. */
@NullMarked
package com.uru.chatbot.openai.doctor;

import org.jspecify.annotations.NullMarked;
