/** Access tokens: issuing and signing. */
@NullMarked
package com.uru.chatbot.identity.token;

import org.jspecify.annotations.NullMarked;
