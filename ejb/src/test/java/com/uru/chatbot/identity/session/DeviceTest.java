package com.uru.chatbot.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1:49152, 192.0.2.1",
    "2001:db8::7, 2001:db8::7",
    "[2001:db8::7]:49152, 2001:db8::7",
    "fe80::1%eth0, fe80::1",
    "::ffff:192.0.2.1, ::ffff:192.0.2.1",
    "::1, ::1"
  })
  void hasTheAddressThatProxiesWrite(String written, String address) {
    assertThat(new Device(written, "", Optional.empty()).ipAddress()).contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "unknown", "_hidden", "<b>", "1.2.3", "abc", "192.0.2.1\n", "a.example"})
  void hasNoAddressThatIsNone(String written) {
    assertThat(new Device(written, "", Optional.empty()).ipAddress()).isEmpty();
    assertThat(new Device("1:" + "2".repeat(9_999), "", Optional.empty()).ipAddress()).isEmpty();
  }
}
