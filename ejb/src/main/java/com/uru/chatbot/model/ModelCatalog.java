package com.uru.chatbot.model;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models that users can choose, in the order in which they are offered. The data is {@code
 * models.json} beside this class, taken from the model pages of OpenAI's documentation.
 */
@ApplicationScoped
public class ModelCatalog {
  private final List<Model> models;
  private final Model defaultModel;
  private final Model titleModel;

  /** Reads the catalogue. */
  public ModelCatalog() {
    JsonObject catalog = readResource();
    models = catalog.getJsonArray("models").getValuesAs(ModelCatalog::model);
    defaultModel = find(models, catalog.getString("defaultModel")).orElseThrow();
    titleModel = find(models, catalog.getString("titleModel")).orElseThrow();
  }

  /** All models, the preferred ones first. */
  public List<Model> models() {
    return models;
  }

  /** The model of a conversation for which nobody chose one. */
  public Model defaultModel() {
    return defaultModel;
  }

  /** The cheap model, one without reasoning, that names conversations. */
  public Model titleModel() {
    return titleModel;
  }

  /**
   * The model of an id.
   *
   * @throws DomainException {@code MODEL_NOT_AVAILABLE} if there is none
   */
  public Model require(String id) {
    return find(models, id).orElseThrow(() -> new DomainException(ProblemCode.MODEL_NOT_AVAILABLE));
  }

  private static Optional<Model> find(List<Model> models, String id) {
    return models.stream().filter(model -> model.id().equals(id)).findFirst();
  }

  private static JsonObject readResource() {
    try (InputStream resource = ModelCatalog.class.getResourceAsStream("models.json");
        JsonReader reader = Json.createReader(resource)) {
      return reader.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Model model(JsonObject json) {
    return new Model(
        json.getString("id"),
        json.getString("label"),
        json.getString("description"),
        json.getInt("contextWindow"),
        json.getInt("maxOutputTokens"),
        capabilities(json.getJsonObject("capabilities")),
        price(json.getJsonObject("price")));
  }

  private static ModelCapabilities capabilities(JsonObject json) {
    return new ModelCapabilities(
        json.getBoolean("systemPrompt"),
        json.getBoolean("temperature"),
        json.getBoolean("reasoning"),
        json.getBoolean("reasoningEffort"),
        json.getBoolean("vision"),
        json.getBoolean("streaming"));
  }

  private static Model.@Nullable Price price(@Nullable JsonObject json) {
    if (json == null) {
      return null;
    }
    return new Model.Price(
        json.getJsonNumber("inputPerMillion").bigDecimalValue(),
        json.getJsonNumber("outputPerMillion").bigDecimalValue(),
        json.getString("currency"));
  }
}
