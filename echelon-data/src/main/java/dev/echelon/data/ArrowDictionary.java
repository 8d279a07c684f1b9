package dev.echelon.data;

import java.util.ArrayList;
import java.util.List;

/** The texts of a dictionary, as bytes in UTF-8. */
final class ArrowDictionary {
    private final List<byte[]> texts;

    private ArrowDictionary(List<byte[]> texts) {
        this.texts = List.copyOf(texts);
    }

    static ArrowDictionary read(ArrowField field, ArrowBatch batch) {
        List<byte[]> texts = new ArrayList<>();
        if (field.isText()) {
            ArrowTexts values = new ArrowTexts(field, batch, 0);
            for (int row = 0; row < batch.rows(); row++) {
                int length = values.read(row);
                texts.add(length < 0 ? new byte[0] : java.util.Arrays.copyOf(values.bytes(), length));
            }
        }
        return new ArrowDictionary(texts);
    }

    /** These texts, then those. */
    ArrowDictionary and(ArrowDictionary more) {
        List<byte[]> all = new ArrayList<>(texts);
        all.addAll(more.texts);
        return new ArrowDictionary(all);
    }

    byte[] text(int index) {
        return texts.get(index);
    }
}
