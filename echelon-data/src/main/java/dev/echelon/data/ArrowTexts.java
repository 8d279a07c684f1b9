package dev.echelon.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

/** The values of a column of one batch as texts in UTF-8, one at a time. */
final class ArrowTexts {
    private static final int[] PER_SECOND = {1, 1_000, 1_000_000, 1_000_000_000};
    private static final long DAY_MILLIS = 86_400_000L;
    private static final int INLINE = 12;
    private static final int VIEW = 16;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd ")
            .append(TIME)
            .toFormatter(Locale.ROOT);

    private final ArrowField field;
    private final @Nullable ByteBuffer validity;
    private final ByteBuffer data;
    private final ByteBuffer[] more;
    private final @Nullable ArrowDictionary dictionary;
    private byte[] bytes = new byte[64];

    ArrowTexts(ArrowField field, ArrowBatch batch, int column) {
        this.field = field;
        this.validity = batch.validity(column);
        this.data = batch.data(column, 1);
        this.more = new ByteBuffer[Math.max(0, batch.count(column) - 2)];
        for (int i = 0; i < more.length; i++) {
            more[i] = batch.data(column, 2 + i);
        }
        this.dictionary = field.dictionary() >= 0 ? batch.file().dictionary(field.dictionary()) : null;
    }

    /** Where {@link #read} puts the text. */
    byte[] bytes() {
        return bytes;
    }

    /** Reads the text of a row; its length, -1 if it is missing. */
    int read(int row) {
        if (isMissing(validity, row)) {
            return -1;
        }
        if (dictionary != null) {
            byte[] text = dictionary.text((int) ArrowNumbers.whole(data, row, field.bits(), field.signed()));
            return put(text);
        }
        return switch (field.type()) {
            case Type.Utf8 -> slice(more[0], data.getInt(4 * row), data.getInt(4 * row + 4));
            case Type.LargeUtf8 ->
                slice(more[0], Math.toIntExact(data.getLong(8 * row)), Math.toIntExact(data.getLong(8 * row + 8)));
            case Type.Utf8View -> view(row);
            default -> put(formatted(row).getBytes(StandardCharsets.UTF_8));
        };
    }

    static boolean isMissing(@Nullable ByteBuffer validity, int row) {
        return validity != null && (validity.get(row >> 3) >> (row & 7) & 1) == 0;
    }

    private int slice(ByteBuffer from, int start, int end) {
        int length = end - start;
        if (length > bytes.length) {
            bytes = new byte[2 * length];
        }
        from.get(start, bytes, 0, length);
        return length;
    }

    private int put(byte[] text) {
        if (text.length > bytes.length) {
            bytes = new byte[2 * text.length];
        }
        System.arraycopy(text, 0, bytes, 0, text.length);
        return text.length;
    }

    /** A short text stands in the view itself, a long one in one of the further buffers. */
    private int view(int row) {
        int length = data.getInt(VIEW * row);
        if (length <= INLINE) {
            return slice(data, VIEW * row + 4, VIEW * row + 4 + length);
        }
        int start = data.getInt(VIEW * row + 12);
        return slice(more[data.getInt(VIEW * row + 8)], start, start + length);
    }

    private String formatted(int row) {
        if (field.type() == Type.Bool) {
            return Boolean.toString((data.get(row >> 3) >> (row & 7) & 1) != 0);
        }
        long value = ArrowNumbers.whole(data, row, field.bits(), field.signed());
        return switch (field.type()) {
            case Type.Date ->
                LocalDate.ofEpochDay(field.unit() == 0 ? value : Math.floorDiv(value, DAY_MILLIS))
                        .toString();
            case Type.Time -> TIME.format(LocalTime.ofNanoOfDay(value * (PER_SECOND[3] / PER_SECOND[field.unit()])));
            case Type.Timestamp -> timestamp(value);
            default -> field.signed() ? Long.toString(value) : Long.toUnsignedString(value);
        };
    }

    private String timestamp(long value) {
        int per = PER_SECOND[field.unit()];
        Instant instant = Instant.ofEpochSecond(
                Math.floorDiv(value, per), Math.floorMod(value, per) * (long) (PER_SECOND[3] / per));
        return TIMESTAMP.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + (field.zoned() ? "+00" : "");
    }
}
