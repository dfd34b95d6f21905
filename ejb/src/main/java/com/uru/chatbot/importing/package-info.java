/**
 * Conversations from files: Uru's own export and the export of ChatGPT. A file is read twice, first
 * to its end without changing anything, so that a file that is refused has changed nothing.
 */
@NullMarked
package com.uru.chatbot.importing;

import org.jspecify.annotations.NullMarked;
