package com.uru.chatbot.web.json;

import jakarta.validation.valueextraction.ExtractedValue;
import jakarta.validation.valueextraction.ValueExtractor;

/** Lets constraints on the value of a patch's field apply, if the patch mentions the field. */
public class PatchFieldExtractor implements ValueExtractor<PatchField<@ExtractedValue ?>> {
  @Override
  public void extractValues(PatchField<?> field, ValueReceiver receiver) {
    if (field.present()) {
      receiver.value(null, field.value());
    }
  }
}
