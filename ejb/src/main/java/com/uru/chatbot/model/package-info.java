/** The models a user can choose, and the port through which one of them is asked. */
@NullMarked
package com.uru.chatbot.model;

import org.jspecify.annotations.NullMarked;
