package com.uru.chatbot.model;

import com.uru.chatbot.settings.TenantSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which models are offered, and which are preferred: deployment configuration, and within it what a
 * tenant has set.
 */
@Dependent
public class ModelSettings {
  /** The settings of an installation that has configured nothing. */
  static final ModelSettings NONE =
      new ModelSettings(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private final @Nullable Path file;
  private final List<String> allowedWords;
  private final List<Glob> allowed;
  private final List<Glob> denied;
  private final List<String> defaults;
  private final List<String> titles;
  private final TenantSettings tenant;
  private final List<Glob> allowedByTenant;

  private ModelSettings(
      @Nullable Path file,
      List<String> allowedWords,
      List<Glob> denied,
      List<String> defaults,
      List<String> titles,
      TenantSettings tenant) {
    this.file = file;
    this.allowedWords = allowedWords;
    this.allowed = globs(allowedWords);
    this.denied = denied;
    this.defaults = defaults;
    this.titles = titles;
    this.tenant = tenant;
    this.allowedByTenant = globs(tenant.allowedModels());
  }

  /**
   * Reads the settings.
   *
   * @param file the administrator's data about models
   * @param allowed ids and patterns of the models to offer, all if empty
   * @param denied ids and patterns of the models not to offer; wins over {@code allowed}
   * @param defaults ids and patterns for new conversations, the preferred ones first
   * @param titles ids and patterns for titles, the preferred ones first
   */
  @Inject
  public ModelSettings(
      @ConfigProperty(name = "uru.models.file") Optional<String> file,
      @ConfigProperty(name = "uru.models.allowed") Optional<String[]> allowed,
      @ConfigProperty(name = "uru.models.denied") Optional<String[]> denied,
      @ConfigProperty(name = "uru.models.default") Optional<String[]> defaults,
      @ConfigProperty(name = "uru.models.title") Optional<String[]> titles) {
    this(
        file.map(ModelSettings::path).orElse(null),
        words(allowed),
        globs(words(denied)),
        words(defaults),
        words(titles),
        TenantSettings.NONE);
  }

  /** Returns these settings with those of a tenant, which may exclude models and not add any. */
  ModelSettings within(TenantSettings settingsOfTenant) {
    return new ModelSettings(file, allowedWords, denied, defaults, titles, settingsOfTenant);
  }

  @Nullable Path file() {
    return file;
  }

  /** Returns whether a model of this id is offered. */
  boolean allows(String id) {
    return (allowed.isEmpty() || matches(allowed, id))
        && (allowedByTenant.isEmpty() || matches(allowedByTenant, id))
        && !matches(denied, id);
  }

  /** Returns the plain ids that are allowed by the deployment or the tenant. */
  List<String> allowedIds() {
    return Stream.concat(allowedWords.stream(), tenant.allowedModels().stream())
        .filter(word -> new Glob(word).isPlain())
        .toList();
  }

  /** Returns the id of the model that the tenant prefers for new conversations. */
  Optional<String> defaultOfTenant() {
    return tenant.defaultModel();
  }

  List<String> defaults() {
    return defaults;
  }

  List<String> titles() {
    return tenant.titleModel().map(List::of).orElse(titles);
  }

  private static boolean matches(List<Glob> globs, String id) {
    return globs.stream().anyMatch(glob -> glob.matches(id));
  }

  private static List<Glob> globs(List<String> words) {
    return words.stream().map(Glob::new).toList();
  }

  /** Arrays and not lists: Payara Micro does not inject an optional list, and deploys nothing. */
  private static List<String> words(Optional<String[]> configured) {
    return configured.stream()
        .flatMap(Arrays::stream)
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new InvalidModelsException("URU_MODELS_FILE is not the name of a file: " + name);
    }
  }
}
