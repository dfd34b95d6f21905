@NullMarked
package com.uru.chatbot.web;

import org.jspecify.annotations.NullMarked;
