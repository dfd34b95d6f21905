/** Login sessions: opening, refresh and rotation, expiry, and whether a caller still has one. */
@NullMarked
package com.uru.chatbot.identity.session;

import org.jspecify.annotations.NullMarked;
