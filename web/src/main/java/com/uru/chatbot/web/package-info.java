/** The JAX-RS application and the rules that hold for every one of its methods. */
@NullMarked
package com.uru.chatbot.web;

import org.jspecify.annotations.NullMarked;
