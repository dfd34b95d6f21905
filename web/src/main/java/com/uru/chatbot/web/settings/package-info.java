/** What holds for the people of a tenant. */
@NullMarked
package com.uru.chatbot.web.settings;

import org.jspecify.annotations.NullMarked;
