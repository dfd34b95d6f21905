package com.uru.chatbot.generation.title;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedTitleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Trip to Rome",
        " Trip to Rome.\n",
        "\"Trip to Rome\"",
        "“Trip to Rome.”",
        "„Trip to Rome“",
        "« Trip to Rome »",
        "「Trip to Rome」。",
        "《Trip to Rome》",
        "`Trip to Rome`",
        "**Trip to Rome**",
        "# Trip to Rome",
        "_Trip to Rome_",
        "Title: Trip to Rome",
        "title： Trip to Rome",
        "**Title:** Trip to Rome",
        "**Title**: \"Trip to Rome\"",
        "Conversation title: Trip to Rome",
        "Titel: Trip to Rome",
        "标题：Trip to Rome",
        "タイトル：「Trip to Rome」",
        "Title:\nTrip to Rome",
        "```\nTrip to Rome\n```",
        "```text\nTrip to Rome\n```",
        "~~~\nTrip to Rome\n~~~",
        "{\"title\": \"Trip to Rome\"}",
        "```json\n{\"title\": \"Trip to Rome\"}\n```",
        "{\"language\": \"en\", \"Title\": \"Trip to Rome\"}",
        "{\"name\": \"Trip to Rome\"}",
        "<think>\nThe user plans a trip.\n</think>\nTrip to Rome",
        "<thinking>Hm.</thinking>\n\nTrip to Rome",
        "Hm, a trip.\n</think>\nTrip to Rome",
        "Sure! Here is a title: Trip to Rome",
        "Here's a title:\n\nTrip to Rome",
        "Trip to Rome\n\nThis title is short.",
        "\u202ETrip to Rome",
        "Trip \u2066to\u2069 Rome\u200F",
        "Trip\tto Rome"
      })
  void findsTheTitleInTheReply(String reply) {
    assertThat(GeneratedTitle.of(reply)).contains("Trip to Rome");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Wohin im Mai?",
        "C++ vs. Rust",
        "¿Dónde está Roma?",
        "去罗马旅行",
        "ローマへの旅行",
        "رحلة إلى روما",
        "24: the series",
        "Sorry as a song title"
      })
  void keepsATitleInAnyLanguage(String reply) {
    assertThat(GeneratedTitle.of(reply)).contains(reply);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "...",
        "\"\"",
        "```\n```",
        "<think>\nThe user plans a trip, so the title",
        "{\"title\": \"\"}",
        "{\"title\": 3}",
        "{\"title\": \"Trip to",
        "I'm sorry, but I can't help with that.",
        "I’m sorry, I cannot assist with that request",
        "Sorry, I can't help with that.",
        "I cannot create a title for this.",
        "I can't assist with that.",
        "I won't write that.",
        "As an AI language model, I have no title.",
        "Unfortunately, I cannot do that.",
        "Es tut mir leid, dabei kann ich nicht helfen.",
        "Je suis désolé, je ne peux pas.",
        "Lo siento, no puedo ayudar con eso.",
        "抱歉，我无法协助。",
        "申し訳ありませんが、お手伝いできません。",
        "To travel to Rome you should first book a flight and then find a hotel near the station."
      })
  void findsNoTitleWhereThereIsNone(String reply) {
    assertThat(GeneratedTitle.of(reply)).isEmpty();
  }
}
