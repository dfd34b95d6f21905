package com.uru.chatbot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.shared.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The administrator's file: URU_MODELS_FILE. */
@SuppressWarnings("NullAway.Init")
class ModelsFileTest {
  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();

  @Test
  void addsAModelOfWhichOnlyTheIdIsGiven() throws IOException {
    ModelCatalog catalog = catalog("{'models':[{'id':'gpt-6.3-sol'}]}");

    Model model = catalog.models().get(0).model();
    assertThat(model.id()).isEqualTo("gpt-6.3-sol");
    assertThat(model.label()).isEqualTo("gpt-6.3-sol");
    assertThat(model.known()).isTrue();
    assertThat(model.contextWindow()).isEqualTo(1_050_000);
    assertThat(model.price()).isNull();
  }

  @Test
  void replacesWhatAnEntryNamesAndKeepsItsPlace() throws IOException {
    ModelCatalog built = ModelCatalog.builtIn(clock);
    ModelCatalog catalog =
        catalog(
            "{'models':[{'id':'gpt-4o','shutdownDate':null,'successor':null,"
                + "'price':{'input':3,'output':12}}]}");

    assertThat(catalog.models())
        .extracting(offer -> offer.model().id())
        .isEqualTo(built.models().stream().map(offer -> offer.model().id()).toList());
    Model changed = catalog.require("gpt-4o");
    assertThat(changed.shutdownDate()).isNull();
    assertThat(changed.label()).isEqualTo("GPT-4o");
    assertThat(changed.price()).isNotNull();
    assertThat(changed.price().inputPerMillion()).isEqualByComparingTo("3");
    assertThat(changed.price().cachedInputPerMillion()).isNull();
  }

  @Test
  void describesManyModelsByAPattern() throws IOException {
    ModelCatalog catalog =
        catalog(
            "{'models':[{'id':'acme/*','vision':true,'contextWindow':32000,"
                + "'maxOutputTokens':4000,'description':'Ours'}]}");

    assertThat(catalog.require("acme/large").known()).isTrue();
    assertThat(catalog.require("acme/large").label()).isEqualTo("acme/large");
    assertThat(catalog.require("acme/large").contextWindow()).isEqualTo(32_000);
    assertThat(catalog.models())
        .extracting(offer -> offer.model().id())
        .isEqualTo(ModelCatalog.builtIn(clock).models().stream().map(o -> o.model().id()).toList());
  }

  @Test
  void describesAModelLikeAnother() throws IOException {
    ModelCatalog catalog =
        catalog("{'models':[{'id':'prod-chat','like':'gpt-6-sol','label':'Our chat'}]}");

    assertThat(catalog.require("prod-chat").efforts()).startsWith("none");
    assertThat(catalog.require("prod-chat").contextWindow()).isEqualTo(1_050_000);
    assertThat(catalog.require("prod-chat").price()).isNull();
  }

  @Test
  void addsFamiliesAndModelsThatCannotChatAndReplacesPreferences() throws IOException {
    ModelCatalog catalog =
        catalog(
            "{'families':[{'match':['nova-*'],'contextWindow':5000,'maxOutputTokens':500,"
                + "'apis':['chat']}],'notChat':['*-guard'],'default':['nova-1'],'titles':['nova-0']}");

    assertThat(catalog.require("nova-7").contextWindow()).isEqualTo(5_000);
    assertThat(catalog.forKey(List.of(ListedModel.of("llama-guard"), ListedModel.of("sora-2"))))
        .noneMatch(ModelOffer::available);
    assertThat(catalog.defaultModel().id()).isEqualTo("nova-1");
    assertThat(catalog.titleModel().id()).isEqualTo("nova-0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "                                                   | it is not a JSON object",
        "[]                                                 | it is not a JSON object",
        "{'models':1}                                       | models must be a list of objects",
        "{'modells':[]}                                     | there is no member modells",
        "{'models':[{}]}                                    | an entry: id is missing",
        "{'models':[{'id':'a'},{'id':'a'}]}                 | entry a: there are two of it",
        "{'models':[{'id':'a','vison':true}]}               | entry a: there is no member vison",
        "{'models':[{'id':'a','vision':1}]}                 | entry a: vision must be true or false",
        "{'models':[{'id':'a','contextWindow':0}]}          | entry a: contextWindow must be a whole",
        "{'models':[{'id':'a','contextWindow':1.5}]}        | entry a: contextWindow must be a whole",
        "{'models':[{'id':'a','maxOutputTokens':999999}]}   | entry a: maxInputTokens and maxOutput",
        "{'models':[{'id':'a','efforts':['much']}]}         | entry a: efforts may hold none, min",
        "{'models':[{'id':'a','defaultEffort':'x'}]}        | entry a: defaultEffort must be one of",
        "{'models':[{'id':'a','apis':['soap']}]}            | entry a: apis may hold responses and",
        "{'models':[{'id':'a','price':{'input':1}}]}        | entry a: price.output is missing",
        "{'models':[{'id':'a','price':{'input':-1}}]}       | entry a: input must be a number",
        "{'models':[{'id':'a','shutdownDate':'soon'}]}      | entry a: shutdownDate must be a date",
        "{'models':[{'id':'a','like':'b'}]}                 | entry a: like must name an entry",
        "{'models':[{'id':'a','label':'x\\ny'}]}            | entry a: label must be a text",
        "{'families':[{'contextWindow':1}]}                 | match is missing",
        "{'families':[{'match':['x'],'since':'new'}]}       | since and before must look like",
        "{'families':[{'match':['x']}]}                     | contextWindow must be a whole",
        "{'default':'gpt-4'}                                | default must be a list of texts",
      })
  void stopsTheStartAndSaysWhatIsWrong(String json, String reason) {
    assertThatThrownBy(() -> catalog(json == null ? "" : json))
        .isInstanceOf(InvalidModelsException.class)
        .hasMessageContaining("URU_MODELS_FILE")
        .hasMessageContaining(file().toString())
        .hasMessageContaining(reason);
  }

  @Test
  void stopsTheStartWhenThereIsNoFile() {
    assertThatThrownBy(() -> new ModelCatalog(settings(), clock))
        .isInstanceOf(InvalidModelsException.class)
        .hasMessageContaining("there is no such file");
  }

  @Test
  void readsAChangedFileAgainAfterHalfAMinute() throws IOException {
    ModelCatalog catalog = catalog("{'models':[{'id':'first'}]}");

    write("{'models':[{'id':'second'}]}");
    clock.pass(Duration.ofSeconds(29));
    assertThat(catalog.models().get(0).model().id()).isEqualTo("first");
    clock.pass(Duration.ofSeconds(1));
    assertThat(catalog.models().get(0).model().id()).isEqualTo("second");
  }

  @Test
  void keepsTheLastGoodFileAndWarnsOnceOfABrokenOne() throws IOException {
    ModelCatalog catalog = catalog("{'models':[{'id':'first'}]}");

    try (RecordedLog log = new RecordedLog()) {
      write("{'models':[{'id':'second','vision':'yes'}]}");
      for (int i = 0; i < 5; i++) {
        clock.pass(Duration.ofSeconds(31));
        assertThat(catalog.models().get(0).model().id()).isEqualTo("first");
      }
      assertThat(log.warnings).hasSize(1);
      assertThat(log.warnings.get(0)).contains(file().toString(), "entry second", "vision must be");

      Files.delete(file());
      for (int i = 0; i < 5; i++) {
        clock.pass(Duration.ofSeconds(31));
        assertThat(catalog.models().get(0).model().id()).isEqualTo("first");
      }
      assertThat(log.warnings).hasSize(2);

      write("{'models':[{'id':'third'}]}");
      clock.pass(Duration.ofSeconds(31));
      assertThat(catalog.models().get(0).model().id()).isEqualTo("third");
      assertThat(log.warnings).hasSize(2);
    }
  }

  private ModelCatalog catalog(String json) throws IOException {
    write(json);
    return new ModelCatalog(settings(), clock);
  }

  private ModelSettings settings() {
    return new ModelSettings(
        Optional.of(file().toString()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private void write(String json) throws IOException {
    Files.writeString(file(), json.replace('\'', '"'));
  }

  private Path file() {
    return folder.resolve("models.json");
  }

  /** The warnings of {@link ModelsFile} while it is open. */
  private static final class RecordedLog extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(ModelsFile.class.getName());
    private final List<String> warnings = new ArrayList<>();

    RecordedLog() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
      if (logged.getLevel().equals(Level.WARNING)) {
        warnings.add(MessageFormat.format(logged.getMessage(), logged.getParameters()));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
