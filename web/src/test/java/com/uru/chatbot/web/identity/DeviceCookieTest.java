package com.uru.chatbot.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.identity.token.DeviceTokens;
import com.uru.chatbot.identity.token.KnownDevice;
import com.uru.chatbot.serverkey.ServerKeys;
import com.uru.chatbot.serverkey.ServerKeysFile;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCookieTest {
  private static final String ISSUER = "https://uru.example.org:8443";
  private static final String NAME = "__Secure-uru_device_8443";
  private static final UUID ADA = UUID.randomUUID();

  private final DeviceTokens tokens;
  private final DeviceCookie cookie;

  DeviceCookieTest(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("keys.json");
    ServerKeysFile.generate(file);
    tokens = new DeviceTokens(ServerKeys.ofJson(Files.readString(file)), ISSUER, Clock.systemUTC());
    cookie = new DeviceCookie(tokens, false, ISSUER);
  }

  @Test
  void isSentToTheCallsThatSignInOnlyAndOutOfReachOfScriptsAndOtherSites() {
    assertThat(cookie.remember(request(), ADA).orElseThrow())
        .startsWith(NAME + "=")
        .endsWith("; Path=/api/v1/auth; Max-Age=31536000; HttpOnly; SameSite=Strict; Secure");
  }

  @Test
  void makesADeviceKnownOnce() {
    String header = cookie.remember(request(), ADA).orElseThrow();
    String token = header.substring(header.indexOf('=') + 1, header.indexOf(';'));
    HttpServletRequest next = request(new Cookie(NAME, token));

    assertThat(cookie.read(next))
        .hasValueSatisfying(device -> assertThat(device.isKnownTo(ADA)).isTrue());
    assertThat(cookie.remember(next, ADA)).isEmpty();
    assertThat(cookie.remember(next, UUID.randomUUID())).isPresent();
  }

  @Test
  void isReadBesideOneThatAnotherHostOfTheDomainHasSet() {
    Cookie own = new Cookie(NAME, tokens.issue(KnownDevice.fresh().after(ADA)));

    assertThat(cookie.read(request(new Cookie(NAME, "planted"), own))).isPresent();
  }

  private static HttpServletRequest request(Cookie... cookies) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            DeviceCookieTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getCookies" -> cookies;
                  case "isSecure" -> false;
                  case "getServerName" -> "uru.example.org";
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
