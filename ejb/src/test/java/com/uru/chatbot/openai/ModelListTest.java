package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.model.ListedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {
  @Test
  void readsDatesAndLimitsWhereTheProviderGivesThem() throws IOException {
    assertThat(
            models(
                """
                {"object":"list","data":[
                {"id":"gpt-4o","object":"model","owned_by":"openai","shutdown_date":"2027-01-14"},
                {"id":"gpt-6-luna","shutdown_date":null},
                {"id":"alias","max_input_tokens":128000,"max_output_tokens":16384,"mode":"chat"}]}"""))
        .containsExactly(
            new ListedModel("gpt-4o", LocalDate.parse("2027-01-14"), null, null),
            ListedModel.of("gpt-6-luna"),
            new ListedModel("alias", null, 128_000, 16_384));
  }

  @Test
  void keepsIdsAsTheyAre() throws IOException {
    String longest = "x".repeat(300);

    assertThat(
            models(
                "{\"data\":[{\"id\":\"Org/Model-A\"},{\"id\":\"😀\"},{\"id\":\""
                    + longest
                    + "\"}]}"))
        .extracting(ListedModel::id)
        .containsExactly("Org/Model-A", "😀", longest);
  }

  @Test
  void leavesOutWhatIsNoModelAndValuesThatAreNone() throws IOException {
    assertThat(
            models(
                """
                {"data":[1,null,"gpt-4",[],{},{"id":7},{"id":""},{"id":"  "},{"id":"%s"},
                {"id":"a","shutdown_date":"soon","max_input_tokens":-1,"max_output_tokens":1e30},
                {"id":"b","shutdown_date":20270114,"max_input_tokens":"many"}]}"""
                    .formatted("x".repeat(301))))
        .containsExactly(ListedModel.of("a"), ListedModel.of("b"));
  }

  @Test
  void readsAtMost5000Models() throws IOException {
    StringBuilder list = new StringBuilder("{\"data\":[");
    for (int i = 0; i < 6_000; i++) {
      list.append(i == 0 ? "" : ",").append("{\"id\":\"m").append(i).append("\"}");
    }

    assertThat(models(list + "]}")).hasSize(5_000);
    assertThat(models("{\"data\":[]}")).isEmpty();
  }

  @Test
  void refusesAListOfMoreThan8MebibytesWithoutQuotingIt() {
    String list = "{\"data\":[],\"x\":\"" + "secret".repeat(1_500_000) + "\"}";

    assertThatThrownBy(() -> models(list))
        .isInstanceOf(ProtocolException.class)
        .hasNoCause()
        .message()
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"data\":{}}"})
  void refusesWhatIsNoList(String body) {
    assertThatThrownBy(() -> models(body)).isInstanceOf(ProtocolException.class).hasNoCause();
  }

  private static List<ListedModel> models(String json) throws IOException {
    return ModelList.models(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
