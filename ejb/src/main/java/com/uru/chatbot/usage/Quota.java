package com.uru.chatbot.usage;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A limit of what is used in a period, or of what is stored, and what is used of it.
 *
 * @param period null for what is stored
 * @param limit above 0
 * @param used at least 0; above the limit if answers were being written when it was reached
 * @param renewsAt when the period ends, null for what is stored
 */
public record Quota(
    Owner owner,
    Measure measure,
    @Nullable Period period,
    BigDecimal limit,
    BigDecimal used,
    @Nullable Instant renewsAt) {
  /** The currency of costs; what has another list price is not counted. */
  public static final String CURRENCY = "USD";

  private static final BigDecimal WARNING_SHARE = new BigDecimal("0.8");
  private static final int MEGABYTE_DIGITS = 6;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** Whose limit it is. */
  public enum Owner {
    /** What people allow themselves. */
    OWN,
    /** What the tenant allows each person. */
    USER,
    /** What the tenant allows all people together. */
    TENANT
  }

  /** What is counted. */
  public enum Measure {
    /** Input and output tokens. */
    TOKENS,
    /** US dollars by list price. */
    COST,
    /** Bytes of the texts of messages in UTF-8. */
    BYTES,
    /** Conversations. */
    CONVERSATIONS
  }

  /** The time after which counting begins anew. */
  public enum Period {
    /** From midnight UTC. */
    DAY,
    /** From midnight UTC of the first day. */
    MONTH
  }

  /** How much of a limit is used. */
  public enum State {
    OK,
    /** At least 80 %. */
    WARNING,
    /** All of it. */
    REACHED
  }

  public State state() {
    if (used.compareTo(limit) >= 0) {
      return State.REACHED;
    }
    return used.compareTo(limit.multiply(WARNING_SHARE)) >= 0 ? State.WARNING : State.OK;
  }

  /** Returns the refusal of a request that this limit has no room for. */
  DomainException refusal(Instant now) {
    return new DomainException(
        ProblemCode.QUOTA_EXCEEDED,
        detail(),
        members(),
        renewsAt == null ? null : Duration.between(now, renewsAt));
  }

  private Map<String, Object> members() {
    Map<String, Object> members = new HashMap<>();
    members.put(DomainException.TITLE, title());
    members.put(DomainException.ACTION, action());
    members.put("owner", wireName(owner));
    members.put("measure", wireName(measure));
    members.put("limit", figure(limit));
    members.put("used", figure(used));
    if (period != null) {
      members.put("period", wireName(period));
    }
    if (renewsAt != null) {
      members.put("renewsAt", renewsAt.toString());
    }
    if (measure == Measure.COST) {
      members.put("currency", CURRENCY);
    }
    return members;
  }

  /** Returns a whole number, where it is one. */
  private Object figure(BigDecimal amount) {
    return switch (measure) {
      case TOKENS, BYTES, CONVERSATIONS -> amount.longValue();
      case COST -> amount;
    };
  }

  private String title() {
    String what = period == null ? "storage is full" : "budget is used up";
    return switch (owner) {
      case OWN -> "Your own " + what;
      case USER -> "Your " + what;
      case TENANT -> "Your organisation's " + what;
    };
  }

  private String action() {
    if (period == null) {
      return "Delete conversations that nobody needs any more, or ask an administrator.";
    }
    return switch (owner) {
      case OWN -> "Wait until then, or change your budget in Settings, Usage.";
      case USER, TENANT -> "Wait until then, or ask an administrator.";
    };
  }

  /** Returns what is used of which limit, and when it renews. */
  String detail() {
    String whose =
        switch (owner) {
          case OWN -> "You have %s %s of the %s that you allow yourself%s.";
          case USER -> "You have %s %s of the %s that your organisation allows you%s.";
          case TENANT -> "Your organisation has %s %s of the %s that it allows itself%s.";
        };
    return whose.formatted(
            period == null ? "stored" : "used",
            text(used),
            text(limit) + unit(),
            period == null ? "" : " in a " + wireName(period))
        + (renewsAt == null
            ? ""
            : " The budget renews on " + DAY.format(renewsAt) + " at 00:00 UTC.");
  }

  private String unit() {
    return switch (measure) {
      case TOKENS -> " tokens";
      case COST -> "";
      case BYTES -> " MB";
      case CONVERSATIONS -> " conversations";
    };
  }

  private String text(BigDecimal amount) {
    return switch (measure) {
      case TOKENS, CONVERSATIONS -> format("#,##0", amount);
      case COST -> "$" + format("#,##0.00", amount.setScale(2, RoundingMode.HALF_UP));
      case BYTES -> format("#,##0.###", amount.movePointLeft(MEGABYTE_DIGITS));
    };
  }

  private static String format(String pattern, BigDecimal amount) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ENGLISH))
        .format(amount);
  }

  private static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
