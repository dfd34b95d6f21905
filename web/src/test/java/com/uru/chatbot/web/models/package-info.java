@NullMarked
package com.uru.chatbot.web.models;

import org.jspecify.annotations.NullMarked;
