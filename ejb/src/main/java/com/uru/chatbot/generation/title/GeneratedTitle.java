package com.uru.chatbot.generation.title;

import com.uru.chatbot.conversation.TitleExcerpt;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the title in what a model replies when it is asked for one. Models add what they were told
 * to leave out: reasoning, a label, an introduction, quotation marks, Markdown, JSON.
 */
final class GeneratedTitle {
  private static final JsonReaderFactory JSON = Json.createReaderFactory(Map.of());

  /** Two to five words were asked for. What is much longer is an answer or a refusal. */
  private static final int MAX_WORDS = 12;

  private static final int MAX_LENGTH = 100;

  private static final Pattern REASONING =
      Pattern.compile(
          "<(think|thinking|thought|reasoning)>.*?(?:</\\1>|\\z)|^.*?</(?:think|thinking)>",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private static final Pattern FENCE = Pattern.compile("^\\s*(?:```|~~~)\\w*", Pattern.MULTILINE);

  /** The word for a title in the languages that models write it in, with its colon. */
  private static final Pattern LABEL =
      Pattern.compile(
          "^[\\s*_#`\"“]*(?:(?:the |a |conversation |chat |suggested )*title|titel|titre|título|titolo"
              + "|tytuł|başlık|заголовок|название|назва|tiêu đề|judul|標題|标题|題名|题目|タイトル|제목|عنوان"
              + "|शीर्षक)[*_`\"”]*\\s*[:：–-]\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** A sentence that leads to the title behind its colon. */
  private static final Pattern INTRODUCTION =
      Pattern.compile(
          "^(?:sure|of course|certainly|okay|ok|here(?:['’]s| is| are)|a (?:good|suitable))\\b[^:]*:\\s*",
          Pattern.CASE_INSENSITIVE);

  private static final String MARKS = "[\\s\"'`´*_#~“”„‟‘’‚«»‹›「」『』《》〈〉【】\\[\\]\\x{FF02}\\x{FF07}]";
  private static final Pattern AROUND =
      Pattern.compile("^(?:" + MARKS + ")+|(?:" + MARKS + "|[.。．｡।])+$");

  /** How models begin a refusal or a question of their own. */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "^(?:(?:i['’]?m|i am|we['’]?re)\\b.*\\b(?:sorry|unable|not able|afraid|can(?:no|['’])t)\\b.*"
              + "|sorry\\b[,.!:].*|i (?:can(?:no|['’])t|won['’]t|could(?:n['’]t| not)|do(?:n['’]t| not))\\b.*"
              + "|(?:as an ai|unfortunately|(?:please|could you) provide|no title)\\b.*"
              + "|(?:es tut mir leid|leider kann ich|(?:je suis )?désolée?\\b|je ne peux|lo siento"
              + "|no puedo|mi dispiace|non posso|desculpe|não posso|извините|к сожалению|я не могу).*"
              + "|(?:抱歉|对不起|對不起|很抱歉|我无法|我無法|申し訳|すみません|죄송).*)",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private GeneratedTitle() {}

  /** Returns the title in a reply, at most 60 characters, or empty if there is none. */
  static Optional<String> of(String reply) {
    String text = FENCE.matcher(REASONING.matcher(reply).replaceAll("")).replaceAll("").strip();
    String line = titleLine(text.startsWith("{") ? member(text) : text);
    String title = TitleExcerpt.of(AROUND.matcher(line).replaceAll(""));
    return isTitle(line, title) ? Optional.of(title) : Optional.empty();
  }

  private static boolean isTitle(String line, String title) {
    return title.codePoints().anyMatch(Character::isLetterOrDigit)
        && line.length() <= MAX_LENGTH
        && line.split("\\s+").length <= MAX_WORDS
        && !REFUSAL.matcher(title).matches();
  }

  /** Returns the first line, or the one after an introduction that ends with a colon. */
  private static String titleLine(String text) {
    String line = "";
    for (String each : text.lines().map(String::strip).toList()) {
      Matcher label = LABEL.matcher(each);
      String rest = label.lookingAt() ? each.substring(label.end()) : each;
      if (rest.isEmpty() || rest.endsWith(":") || rest.endsWith("：")) {
        continue;
      }
      line = rest;
      break;
    }
    return afterIntroduction(line);
  }

  /** Returns what follows the colon of a sentence like {@code Sure! Here is a title: …}. */
  private static String afterIntroduction(String line) {
    Matcher introduction = INTRODUCTION.matcher(line);
    return introduction.lookingAt() ? line.substring(introduction.end()) : line;
  }

  /** Returns the member that holds the title; empty if the text is no such object. */
  private static String member(String json) {
    try (JsonReader reader = JSON.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      return object.entrySet().stream()
          .filter(member -> member.getValue() instanceof JsonString)
          .filter(member -> object.size() == 1 || member.getKey().equalsIgnoreCase("title"))
          .map(member -> ((JsonString) member.getValue()).getString())
          .findFirst()
          .orElse("");
    } catch (JsonException | IllegalStateException e) {
      return "";
    }
  }
}
