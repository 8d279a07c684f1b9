package dev.echelon.table;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list of levels whose texts are made when they are first asked for: a fit needs the codes of thousands of
 * levels but often none of their names. Safe for use by several threads, which may make the same text twice.
 */
final class LazyLevels extends AbstractList<String> implements RandomAccess {
    private final @Nullable String[] texts;
    private final IntFunction<String> namer;

    LazyLevels(int size, IntFunction<String> namer) {
        this.texts = new String[size];
        this.namer = namer;
    }

    @Override
    public String get(int index) {
        Objects.checkIndex(index, texts.length);
        String text = texts[index];
        if (text == null) {
            text = namer.apply(index);
            texts[index] = text;
        }
        return text;
    }

    @Override
    public int size() {
        return texts.length;
    }
}
