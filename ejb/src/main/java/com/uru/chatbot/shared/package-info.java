/**
 * What every feature uses: the domain error, its closed set of codes, and time. Imports no feature.
 */
@NullMarked
package com.uru.chatbot.shared;

import org.jspecify.annotations.NullMarked;
