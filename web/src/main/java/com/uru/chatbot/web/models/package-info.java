/** The models to choose from, and the provider key that pays for them. */
@NullMarked
package com.uru.chatbot.web.models;

import org.jspecify.annotations.NullMarked;
