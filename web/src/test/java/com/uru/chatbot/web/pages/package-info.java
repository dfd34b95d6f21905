@NullMarked
package com.uru.chatbot.web.pages;

import org.jspecify.annotations.NullMarked;
