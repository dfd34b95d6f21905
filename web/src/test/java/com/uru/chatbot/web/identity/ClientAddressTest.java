package com.uru.chatbot.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static final String PEER = "10.0.0.9";

  @Test
  void believesNoHeaderWithoutATrustedProxy() {
    assertThat(ClientAddress.of(List.of("203.0.113.1"), PEER, 0)).isEqualTo(PEER);
  }

  @Test
  void takesWhatTheOutermostTrustedProxySaw() {
    assertThat(ClientAddress.of(List.of("203.0.113.1"), PEER, 1)).isEqualTo("203.0.113.1");
    assertThat(ClientAddress.of(List.of("203.0.113.1", "10.0.0.7"), PEER, 2))
        .isEqualTo("203.0.113.1");
  }

  @Test
  void doesNotBelieveWhatTheClientPutInFront() {
    assertThat(ClientAddress.of(List.of("198.51.100.66", "203.0.113.1"), PEER, 1))
        .isEqualTo("203.0.113.1");
  }

  @Test
  void readsAllHeadersAndAllAddressesInThem() {
    ClientAddress address = new ClientAddress(2);

    assertThat(address.of(request("198.51.100.66, 203.0.113.1", "10.0.0.7")))
        .isEqualTo("203.0.113.1");
    assertThat(address.of(request("198.51.100.66", "203.0.113.1 ,10.0.0.7")))
        .isEqualTo("203.0.113.1");
  }

  @ParameterizedTest
  @CsvSource({
    "0, '203.0.113.1'",
    "1, ''",
    "2, '203.0.113.1'",
  })
  void warnsOnceIfTheSettingDoesNotFitTheProxies(int trustedProxies, String forwardedFor) {
    List<String> warnings = warningsOf(new ClientAddress(trustedProxies), forwardedFor);

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("URU_TRUSTED_PROXIES")
        .doesNotContain("203.0.113.1");
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, '203.0.113.1'",
    "1, '198.51.100.66, 203.0.113.1'",
    "2, '203.0.113.1, 10.0.0.7'",
  })
  void saysNothingIfItFits(int trustedProxies, String forwardedFor) {
    assertThat(warningsOf(new ClientAddress(trustedProxies), forwardedFor)).isEmpty();
  }

  /** What is logged for two requests. */
  private static List<String> warningsOf(ClientAddress address, String forwardedFor) {
    List<String> warnings = new ArrayList<>();
    Logger logger = Logger.getLogger(ClientAddress.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            warnings.add(new SimpleFormatter().formatMessage(record));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      address.of(request(forwardedFor));
      address.of(request(forwardedFor));
    } finally {
      logger.removeHandler(handler);
    }
    return warnings;
  }

  private static HttpServletRequest request(String... forwardedFor) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ClientAddressTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("getHeaders")
                    ? Collections.enumeration(List.of(forwardedFor))
                    : PEER);
  }

  @Test
  void takesTheOutermostThereIsWhenProxiesAreMissing() {
    assertThat(ClientAddress.of(List.of(), PEER, 2)).isEqualTo(PEER);
  }
}
