/** Titles of conversations, written by a model beside the first answer. */
@NullMarked
package com.uru.chatbot.generation.title;

import org.jspecify.annotations.NullMarked;
