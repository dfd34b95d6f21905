package com.uru.chatbot.configuration;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives MicroProfile Config the defaults of {@link Settings}, and secrets from files. Environment
 * variables win, because every server reads them with a higher ordinal.
 */
public class SettingsSource implements ConfigSource {
  private static final int BELOW_THE_ENVIRONMENT = 95;

  private final Map<String, Setting> settings;
  private final SettingValues values;

  /** Reads the environment of this process. */
  public SettingsSource() {
    this(System.getenv());
  }

  SettingsSource(Map<String, String> environment) {
    this.values = SettingValues.of(environment);
    this.settings =
        Settings.ALL.stream().collect(Collectors.toMap(Setting::property, Function.identity()));
  }

  @Override
  public Set<String> getPropertyNames() {
    return settings.keySet();
  }

  @Override
  public @Nullable String getValue(String property) {
    Setting setting = settings.get(property);
    return setting == null
        ? null
        : values.fromFile(setting).or(() -> setting.defaultIn(values.profile())).orElse(null);
  }

  @Override
  public String getName() {
    return SettingsSource.class.getSimpleName();
  }

  @Override
  public int getOrdinal() {
    return BELOW_THE_ENVIRONMENT;
  }
}
