package com.uru.chatbot.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TransferLimitsTest {
  private final TransferLimits limits =
      new TransferLimits(new InMemoryRateLimiter(), new RateLimits(1, 1, 2, 1));
  private final Caller ada = Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID());

  private static void assertRefused(Runnable transfer, String what) {
    assertThatThrownBy(transfer::run)
        .isInstanceOfSatisfying(
            DomainException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ProblemCode.RATE_LIMITED);
              assertThat(refusal.detail()).contains(what);
            });
  }

  @Test
  void countExportsAndImportsApart() {
    limits.countExport(ada);
    limits.countImport(ada);
    limits.countExport(ada);

    assertRefused(() -> limits.countExport(ada), "2 exports");
    assertRefused(() -> limits.countImport(ada), "1 imports");
    limits.countExport(Caller.onBehalfOf(ada.tenantId(), UUID.randomUUID()));
  }
}
