package com.uru.chatbot.web.identity;

import com.uru.chatbot.identity.token.TokenIssuer;
import com.uru.chatbot.serverkey.ServerKeys;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells the container what a good access token is: which keys, issuer and audience. Read when first
 * asked for, because the container makes this object before the configuration is complete.
 */
public class AccessTokenConfig implements ConfigSource {
  private static final int ABOVE_THE_DEFAULTS_BELOW_THE_ENVIRONMENT = 250;

  private final Map<String, Supplier<String>> properties =
      Map.of(
          "mp.jwt.verify.publickey", AccessTokenConfig::publicKeys,
          "mp.jwt.verify.publickey.algorithm", () -> "ES256",
          "mp.jwt.verify.issuer", AccessTokenConfig::issuer,
          "mp.jwt.verify.audiences", () -> TokenIssuer.AUDIENCE,
          "mp.jwt.verify.clock.skew", () -> String.valueOf(AccessTokenFilter.CLOCK_SKEW_SECONDS));

  @Override
  public Set<String> getPropertyNames() {
    return properties.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    Supplier<String> property = properties.get(name);
    return property == null ? null : property.get();
  }

  @Override
  public String getName() {
    return AccessTokenConfig.class.getSimpleName();
  }

  @Override
  public int getOrdinal() {
    return ABOVE_THE_DEFAULTS_BELOW_THE_ENVIRONMENT;
  }

  private static String publicKeys() {
    return new ServerKeys(ConfigProvider.getConfig()).verificationKeys().toString(true);
  }

  private static String issuer() {
    return ConfigProvider.getConfig()
        .getOptionalValue(TokenIssuer.ISSUER_PROPERTY, String.class)
        .orElse(TokenIssuer.DEFAULT_ISSUER);
  }
}
