/** Signed tokens: access tokens, and those by which a device is known. */
@NullMarked
package com.uru.chatbot.identity.token;

import org.jspecify.annotations.NullMarked;
