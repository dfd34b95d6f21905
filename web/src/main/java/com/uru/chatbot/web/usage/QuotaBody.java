package com.uru.chatbot.web.usage;

import com.uru.chatbot.usage.Quota;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A limit on the wire, with what is used of it.
 *
 * @param owner the person ({@code own}) or the tenant, which limits each person or all together
 * @param measure {@code tokens}, {@code cost}, {@code bytes} (texts of messages in UTF-8) or {@code
 *     conversations}
 * @param period {@code day} or {@code month}, in UTC; null for what is stored
 * @param used costs with six decimals; above the limit if answers were being written when it was
 *     reached
 * @param currency ISO 4217 code, null for what is no cost
 * @param renewsAt when the period ends, null for what is stored
 * @param state {@code ok}, {@code warning} from 80 %, {@code reached}
 */
public record QuotaBody(
    String owner,
    String measure,
    @Nullable String period,
    BigDecimal limit,
    BigDecimal used,
    @Nullable String currency,
    @Nullable Instant renewsAt,
    String state) {
  private static final int COST_DIGITS = 6;

  static List<QuotaBody> of(List<Quota> quotas) {
    return quotas.stream().map(QuotaBody::of).toList();
  }

  private static QuotaBody of(Quota quota) {
    boolean cost = quota.measure() == Quota.Measure.COST;
    return new QuotaBody(
        word(quota.owner()),
        word(quota.measure()),
        quota.period() == null ? null : word(quota.period()),
        quota.limit(),
        cost ? quota.used().setScale(COST_DIGITS, RoundingMode.HALF_UP) : quota.used(),
        cost ? Quota.CURRENCY : null,
        quota.renewsAt(),
        word(quota.state()));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
