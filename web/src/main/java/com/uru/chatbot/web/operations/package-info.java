/** What those who run Uru see: health, logs, and who may look at metrics and the API reference. */
@NullMarked
package com.uru.chatbot.web.operations;

import org.jspecify.annotations.NullMarked;
