/** Sign-in over HTTP: access tokens, the refresh cookie, and who is calling. */
@NullMarked
package com.uru.chatbot.web.identity;

import org.jspecify.annotations.NullMarked;
