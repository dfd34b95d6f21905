package com.uru.chatbot.model;

import com.uru.chatbot.model.KnownModels.Entry;
import com.uru.chatbot.model.ModelInference.Family;
import com.uru.chatbot.model.ModelInference.Generation;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is known about models: {@code models.json} beside this class, and the administrator's
 * file of the same form. Its new entries come first; of an entry that is there already it replaces
 * the members that it names.
 */
final class KnownModelsReader {
  private static final Set<String> DOCUMENT =
      Set.of("default", "titles", "notChat", "models", "families");
  private static final Set<String> ENTRY =
      union(
          Set.of(
              "id",
              "label",
              "description",
              "price",
              "shutdownDate",
              "successor",
              "alwaysListed",
              "like"),
          ModelJson.TRAITS);
  private static final Set<String> FAMILY =
      union(Set.of("match", "since", "before"), ModelJson.TRAITS);
  private static final int LONGEST_ID = 300;
  private static final int LONGEST_TEXT = 200;

  private final JsonObject builtIn;

  /** Reads the built-in data. */
  KnownModelsReader() {
    try (InputStream resource = KnownModelsReader.class.getResourceAsStream("models.json");
        JsonReader reader = Json.createReader(resource)) {
      builtIn = reader.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the built-in data. */
  KnownModels read() {
    return read(JsonValue.EMPTY_JSON_OBJECT);
  }

  /**
   * Returns the built-in data with that of a file.
   *
   * @param file the content in UTF-8
   * @throws InvalidModelsException if it cannot be used; the message names the entry and the reason
   */
  KnownModels read(byte[] file) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(file))) {
      return read(reader.readObject());
    } catch (JsonException e) {
      throw new InvalidModelsException("it is not a JSON object: " + e.getMessage());
    }
  }

  private KnownModels read(JsonObject added) {
    ModelJson.requireMembers(added, DOCUMENT);
    List<Family> families = new ArrayList<>(families(added));
    families.addAll(families(builtIn));
    ModelInference inference = new ModelInference(families);
    Map<String, JsonObject> entries = merged(entries(added), entries(builtIn));
    List<Glob> notChat = new ArrayList<>(globs(added, "notChat"));
    notChat.addAll(globs(builtIn, "notChat"));
    return new KnownModels(
        known(entries, inference),
        inference,
        notChat,
        list(added, "default"),
        list(added, "titles"));
  }

  private List<String> list(JsonObject added, String name) {
    return ModelJson.texts(added.containsKey(name) ? added : builtIn, name);
  }

  private static List<Glob> globs(JsonObject document, String name) {
    return ModelJson.texts(document, name).stream().map(Glob::new).toList();
  }

  private static List<Family> families(JsonObject document) {
    List<Family> families = new ArrayList<>();
    for (JsonObject json : objects(document, "families")) {
      families.add(in("family " + json.get("match"), () -> family(json)));
    }
    return families;
  }

  private static Family family(JsonObject json) {
    ModelJson.requireMembers(json, FAMILY);
    List<Glob> match = globs(json, "match");
    if (match.isEmpty()) {
      throw new InvalidModelsException("match is missing");
    }
    Family family =
        new Family(match, generation(json, "since"), generation(json, "before"), traits(json));
    ModelJson.model("any", "any", "any", family.traits(), false);
    return family;
  }

  private static @Nullable Generation generation(JsonObject json, String name) {
    String number = ModelJson.text(json, name, LONGEST_TEXT);
    return number == null ? null : Generation.parse(number);
  }

  /** Returns the entries of a document by their ids, in their order. */
  private static Map<String, JsonObject> entries(JsonObject document) {
    Map<String, JsonObject> entries = new LinkedHashMap<>();
    for (JsonObject json : objects(document, "models")) {
      String id = in("an entry", () -> ModelJson.requiredText(json, "id", LONGEST_ID));
      in(
          "entry " + id,
          () -> {
            ModelJson.requireMembers(json, ENTRY);
            if (entries.put(id, json) != null) {
              throw new InvalidModelsException("there are two of it");
            }
            return json;
          });
    }
    return entries;
  }

  /** Returns the new entries, then the others with their changes at their old places. */
  private static Map<String, JsonObject> merged(
      Map<String, JsonObject> added, Map<String, JsonObject> base) {
    Map<String, JsonObject> merged = new LinkedHashMap<>(added);
    merged.keySet().removeAll(base.keySet());
    base.forEach(
        (id, entry) -> {
          JsonObject changes = added.get(id);
          merged.put(id, changes == null ? entry : ModelJson.merge(entry, changes));
        });
    return merged;
  }

  private static List<Entry> known(Map<String, JsonObject> entries, ModelInference inference) {
    List<Entry> known = new ArrayList<>();
    entries.forEach(
        (id, json) -> known.add(in("entry " + id, () -> entry(id, json, entries, inference))));
    return known;
  }

  private static Entry entry(
      String id, JsonObject json, Map<String, JsonObject> entries, ModelInference inference) {
    JsonObject members = ModelJson.merge(base(id, json, entries, inference), json);
    String label = ModelJson.text(json, "label", LONGEST_TEXT);
    String description = ModelJson.text(json, "description", LONGEST_TEXT);
    Model model =
        ModelJson.model(
            id, label == null ? id : label, description == null ? "" : description, members, true);
    return new Entry(
        new Glob(id), model, ModelJson.flag(json, "alwaysListed", false), label != null);
  }

  /** Returns the traits that an entry starts from: those of another entry, or of its family. */
  private static JsonObject base(
      String id, JsonObject json, Map<String, JsonObject> entries, ModelInference inference) {
    String like = ModelJson.text(json, "like", LONGEST_ID);
    if (like == null) {
      return inference.traits(id);
    }
    JsonObject other = entries.get(like);
    if (other == null || other.containsKey("like")) {
      throw new InvalidModelsException("like must name an entry that has no like itself");
    }
    return ModelJson.merge(inference.traits(like), traits(other));
  }

  private static JsonObject traits(JsonObject json) {
    JsonObject traits = JsonValue.EMPTY_JSON_OBJECT;
    for (String name : ModelJson.TRAITS) {
      if (json.containsKey(name)) {
        traits =
            ModelJson.merge(traits, Json.createObjectBuilder().add(name, json.get(name)).build());
      }
    }
    return traits;
  }

  private static List<JsonObject> objects(JsonObject document, String name) {
    JsonValue value = document.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)
        || !array.stream().allMatch(JsonObject.class::isInstance)) {
      throw new InvalidModelsException(name + " must be a list of objects");
    }
    return array.getValuesAs(JsonObject.class);
  }

  /** Reads a part; a failure says which part it is in. */
  private static <T> T in(String part, Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidModelsException e) {
      throw new InvalidModelsException(part + ": " + e.getMessage());
    }
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> union = new HashSet<>(some);
    union.addAll(others);
    return Set.copyOf(union);
  }
}
