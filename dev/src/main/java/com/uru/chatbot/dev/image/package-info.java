/** What the container image needs of Java while it is built. */
@NullMarked
package com.uru.chatbot.dev.image;

import org.jspecify.annotations.NullMarked;
