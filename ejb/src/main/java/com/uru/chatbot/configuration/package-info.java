/** The settings of an installation: names, defaults, rules and descriptions in one place. */
@NullMarked
package com.uru.chatbot.configuration;

import org.jspecify.annotations.NullMarked;
