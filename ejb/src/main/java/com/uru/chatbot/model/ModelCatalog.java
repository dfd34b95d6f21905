package com.uru.chatbot.model;

import com.uru.chatbot.model.KnownModels.Found;
import com.uru.chatbot.settings.TenantSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models that users can choose: those that a key has, joined with what is known about them,
 * minus those that configuration excludes. A model of which nothing is known can be used all the
 * same, with what its id lets infer.
 */
@ApplicationScoped
public class ModelCatalog {
  private static final int LONGEST_ID = 300;
  private static final String OTHER = "other";
  private static final int MOST_SUCCESSORS = 10;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

  private final ModelSettings settings;
  private final ModelsFile file;
  private final Clock clock;

  /**
   * Reads the data about models.
   *
   * @throws InvalidModelsException if the configured file cannot be used
   */
  @Inject
  public ModelCatalog(ModelSettings settings, Clock clock) {
    this.settings = settings;
    this.file = new ModelsFile(settings.file(), clock);
    this.clock = clock;
  }

  private ModelCatalog(ModelSettings settings, ModelsFile file, Clock clock) {
    this.settings = settings;
    this.file = file;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected ModelCatalog() {
    this.settings = null;
    this.file = null;
    this.clock = null;
  }

  /** Returns the catalogue of an installation that has configured nothing. */
  public static ModelCatalog builtIn(Clock clock) {
    return new ModelCatalog(ModelSettings.NONE, clock);
  }

  /** Returns the part of this catalogue that a tenant offers, with the tenant's preferences. */
  public ModelCatalog within(TenantSettings tenant) {
    return new ModelCatalog(settings.within(tenant), file, clock);
  }

  /** Makes bad data and bad settings stop the start instead of the first question. */
  void requireAtStart(@Observes @Initialized(ApplicationScoped.class) Object start) {
    defaultModel();
  }

  /**
   * Returns the known models that configuration allows, the preferred ones first; those that are
   * shut down are not available.
   */
  public List<ModelOffer> models() {
    LocalDate today = today();
    return file.current().single().stream()
        .map(KnownModels.Entry::model)
        .filter(model -> settings.allows(model.id()))
        .map(model -> new ModelOffer(model, !model.isShutDown(today)))
        .toList();
  }

  /**
   * Returns the models of a key that can chat and that configuration allows: the known ones, the
   * preferred ones first; then the others in the order of the list; then, not available, known
   * models that the key does not have but that people expect to see.
   *
   * @param listed the provider's list; of two with the same id the first counts
   */
  public List<ModelOffer> forKey(List<ListedModel> listed) {
    KnownModels known = file.current();
    LocalDate today = today();
    Map<String, Found> found = new LinkedHashMap<>();
    for (ListedModel model : listed) {
      if (isValid(model.id()) && settings.allows(model.id()) && known.canChat(model.id())) {
        found.computeIfAbsent(model.id(), id -> joined(model, known.find(id), today));
      }
    }
    List<ModelOffer> offers = new ArrayList<>();
    found.values().stream()
        .sorted(Comparator.comparingInt(Found::rank))
        .map(Found::model)
        .forEach(model -> offers.add(new ModelOffer(model, !model.isShutDown(today))));
    for (KnownModels.Entry entry : known.single()) {
      String id = entry.model().id();
      if (entry.alwaysListed() && !found.containsKey(id) && settings.allows(id)) {
        offers.add(new ModelOffer(entry.model(), false));
      }
    }
    return offers;
  }

  /**
   * Returns a known model with what the list says: its date wins. A model that is listed without a
   * date lives, even if another provider has shut down its model of that name.
   */
  private static Found joined(ListedModel listed, Found found, LocalDate today) {
    Model model = found.model();
    if (listed.shutdownDate() != null) {
      model = model.withShutdownDate(listed.shutdownDate());
    } else if (model.isShutDown(today)) {
      model = model.withShutdownDate(null);
    }
    Integer input = listed.maxInputTokens();
    Integer output = listed.maxOutputTokens();
    if (input != null || output != null) {
      model = model.withLimits(input == null ? 0 : input, output == null ? 0 : output);
    }
    return new Found(model, found.rank());
  }

  /**
   * Returns the model of an id, whether known or not.
   *
   * @throws DomainException {@code MODEL_NOT_AVAILABLE} if configuration excludes it, or if it
   *     cannot be an id
   */
  public Model require(String id) {
    if (!isValid(id)) {
      throw new DomainException(ProblemCode.MODEL_NOT_AVAILABLE);
    }
    if (!settings.allows(id)) {
      throw notAvailable(id);
    }
    return find(id);
  }

  /**
   * Returns the model of a conversation for which nobody chose one: the first of the preferred ones
   * that is allowed and not shut down, else any such model.
   *
   * @throws InvalidModelsException if configuration excludes every model that has a name here
   */
  public Model defaultModel() {
    LocalDate today = today();
    return firstOf(defaults(), model -> !model.isShutDown(today))
        .or(() -> firstKnown(model -> !model.isShutDown(today)))
        .or(() -> firstOf(settings.allowedIds(), model -> !model.isShutDown(today)))
        .or(() -> firstKnown(model -> true))
        .or(() -> firstOf(settings.allowedIds(), model -> true))
        .orElseThrow(
            () ->
                new InvalidModelsException(
                    "URU_MODELS_ALLOWED and URU_MODELS_DENIED exclude every known model; name one"
                        + " that is allowed in URU_MODELS_DEFAULT"));
  }

  /** Returns the id of the model that the tenant has set for new conversations. */
  public Optional<String> defaultOfTenant() {
    return settings.defaultOfTenant();
  }

  /**
   * Returns the id of the model that a user of a key starts with, or empty if the key has none.
   *
   * @param usable ids of the models that the key may use now, the preferred ones first
   */
  public Optional<String> defaultModel(List<String> usable) {
    for (String preference : defaults()) {
      Glob glob = new Glob(preference);
      Optional<String> match = usable.stream().filter(glob::matches).findFirst();
      if (match.isPresent()) {
        return match;
      }
    }
    return usable.stream().findFirst();
  }

  /**
   * Returns the models that may write titles, the preferred one first; those that are shut down or
   * that configuration excludes are left out. Empty if none is left.
   */
  public List<Model> titleModels() {
    LocalDate today = today();
    List<String> preferences =
        settings.titles().isEmpty() ? file.current().titles() : settings.titles();
    List<Model> models = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String preference : preferences) {
      candidates(preference)
          .filter(model -> !model.isShutDown(today))
          .filter(model -> ids.add(model.id()))
          .forEach(models::add);
    }
    return models;
  }

  /** Returns the preferred model for titles, or the default model if there is none. */
  public Model titleModel() {
    return titleModels().stream().findFirst().orElseGet(this::defaultModel);
  }

  /**
   * Returns the problem that a model cannot be used, with the members {@code model} and, where they
   * are known, {@code shutdownDate} and {@code successor}.
   */
  public DomainException notAvailable(String id) {
    Model model = find(id);
    LocalDate date = model.shutdownDate();
    boolean shutDown = model.isShutDown(today());
    Model successor = successor(model);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("model", id);
    if (date != null) {
      members.put("shutdownDate", date.toString());
    }
    StringBuilder detail = new StringBuilder();
    if (!settings.allows(id)) {
      detail.append("Your organisation does not offer ").append(model.label()).append('.');
    } else if (shutDown && date != null) {
      detail.append(model.label()).append(" was shut down on ").append(DAY.format(date));
      detail.append('.');
    } else {
      detail.append("Your key cannot use ").append(model.label()).append('.');
    }
    if (successor != null) {
      members.put("successor", successor.id());
      detail.append(" Its successor is ").append(successor.label()).append('.');
    }
    return new DomainException(ProblemCode.MODEL_NOT_AVAILABLE, detail.toString(), members, null);
  }

  /**
   * Returns a provider's refusal of a model with the members that are known here beside its own. If
   * the refusal does not say more than its code does, and the model is shut down, this says so.
   *
   * @param refusal a {@code MODEL_NOT_AVAILABLE} problem
   */
  public DomainException notAvailable(String id, DomainException refusal) {
    DomainException known = notAvailable(id);
    Map<String, Object> members = new LinkedHashMap<>(known.members());
    members.putAll(refusal.members());
    // The provider's text may name no model, or other words look like one.
    members.put("model", id);
    boolean explained = refusal.members().containsKey(DomainException.TITLE);
    boolean shutDown = find(id).isShutDown(today());
    return new DomainException(
        refusal.code(),
        shutDown && !explained ? known.detail() : refusal.detail(),
        members,
        refusal.retryAfter());
  }

  /** Returns the first of a model's successors that can be used, or null. */
  private @Nullable Model successor(Model model) {
    LocalDate today = today();
    String id = model.successor();
    for (int i = 0; id != null && i < MOST_SUCCESSORS; i++) {
      Model next = find(id);
      if (settings.allows(id) && !next.isShutDown(today)) {
        return next;
      }
      id = next.successor();
    }
    return null;
  }

  /** Returns the list price of a model, allowed or not; null if unknown. */
  public Model.@Nullable Price price(String id) {
    return find(id).price();
  }

  /**
   * Returns the name of a model for statistics: that of its entry, without the date of a snapshot,
   * or {@code other}. There are as many as the catalogue has entries of single models.
   */
  public String knownName(String id) {
    return file.current().nameOf(id).orElse(OTHER);
  }

  private Model find(String id) {
    return file.current().find(id).model();
  }

  private List<String> defaults() {
    List<String> preferences =
        settings.defaults().isEmpty() ? file.current().defaults() : settings.defaults();
    return Stream.concat(settings.defaultOfTenant().stream(), preferences.stream()).toList();
  }

  private Optional<Model> firstOf(List<String> preferences, Predicate<Model> condition) {
    return preferences.stream().flatMap(this::candidates).filter(condition).findFirst();
  }

  private Optional<Model> firstKnown(Predicate<Model> condition) {
    return candidates("*").filter(condition).findFirst();
  }

  /** Returns the model of an id, or the known models that match a pattern; allowed ones only. */
  private Stream<Model> candidates(String preference) {
    Glob glob = new Glob(preference);
    Stream<Model> models =
        glob.isPlain()
            ? Stream.of(find(preference))
            : file.current().single().stream()
                .map(KnownModels.Entry::model)
                .filter(model -> glob.matches(model.id()));
    return models.filter(model -> settings.allows(model.id()));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static boolean isValid(String id) {
    return !id.isBlank() && id.length() <= LONGEST_ID && !ModelJson.hasControl(id);
  }
}
