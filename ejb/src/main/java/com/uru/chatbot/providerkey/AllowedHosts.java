package com.uru.chatbot.providerkey;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The API hosts to which Uru sends keys: the one of the base URL, and those that configuration
 * lists ({@code URU_OPENAI_HOSTS}). A key can only choose among them, so that no request makes the
 * server connect to any other host.
 */
@Dependent
public class AllowedHosts {
  private static final String OPENAI = "api.openai.com";
  private static final Set<String> REGIONS_OF_OPENAI =
      Set.of("us.api.openai.com", "eu.api.openai.com", "ae.api.openai.com");

  private final Set<String> hosts;

  /**
   * Reads the settings.
   *
   * @param hosts names separated by commas, each with a port unless it is the default one; empty:
   *     OpenAI's regional hosts if the base URL is OpenAI's, else none
   * @throws IllegalArgumentException if an entry is no host name
   */
  @Inject
  public AllowedHosts(
      @ConfigProperty(name = "uru.openai.base-url") URI baseUrl,
      @ConfigProperty(name = "uru.openai.hosts") Optional<String> hosts) {
    String own = String.valueOf(baseUrl.getRawAuthority()).toLowerCase(Locale.ROOT);
    Set<String> others =
        hosts
            .map(AllowedHosts::parse)
            .orElseGet(() -> own.equals(OPENAI) ? REGIONS_OF_OPENAI : Set.of());
    this.hosts =
        Stream.concat(Stream.of(own), others.stream()).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> parse(String list) {
    Set<String> names =
        Arrays.stream(list.split(",", -1))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    if (!names.stream().allMatch(KeyRouting::isHost)) {
      throw new IllegalArgumentException(
          "URU_OPENAI_HOSTS must look like us.api.openai.com,eu.api.openai.com: host names, each"
              + " with a port unless it is the default one, without a scheme or a path");
    }
    return names;
  }

  /** Returns whether keys may be sent to this host, whose name is in lower case. */
  public boolean contains(String host) {
    return hosts.contains(host);
  }
}
