/** The headers with the user's provider key, which several resources take. */
@NullMarked
package com.uru.chatbot.web.providerkey;

import org.jspecify.annotations.NullMarked;
