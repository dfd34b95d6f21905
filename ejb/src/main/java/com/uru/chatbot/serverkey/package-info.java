/** The server's own key pairs: what signs access tokens, and what provider keys are sealed to. */
@NullMarked
package com.uru.chatbot.serverkey;

import org.jspecify.annotations.NullMarked;
