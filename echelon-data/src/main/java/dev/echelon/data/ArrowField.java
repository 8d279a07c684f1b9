package dev.echelon.data;

import dev.echelon.data.DuckColumn.Kind;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;

/**
 * A column of an Arrow file.
 *
 * @param name its name
 * @param type its type, one of {@link Type}; of the values if there is a dictionary
 * @param bits the width of a value; of an index if there is a dictionary
 * @param signed whether whole numbers, or indices, have a sign
 * @param unit the unit of a date or time, the scale of a decimal
 * @param zoned whether a timestamp has a time zone
 * @param dictionary the number of its dictionary, -1 if it has none
 * @param field the column in the file's own terms
 */
record ArrowField(
        String name, byte type, int bits, boolean signed, int unit, boolean zoned, long dictionary, Field field) {
    private static final int DAY_BITS = 32;
    private static final int LONG_BITS = 64;

    static ArrowField of(Field field) {
        String name = field.name() == null ? "" : field.name();
        if (field.dictionary() != null) {
            Int index = field.dictionary().indexType();
            boolean plain = index == null; // the format's default
            return new ArrowField(
                    name,
                    field.typeType(),
                    plain ? Integer.SIZE : index.bitWidth(),
                    plain || index.isSigned(),
                    0,
                    false,
                    field.dictionary().id(),
                    field);
        }
        return plain(name, field);
    }

    private static ArrowField plain(String name, Field field) {
        int bits = 0;
        int unit = 0;
        boolean signed = true;
        boolean zoned = false;
        switch (field.typeType()) {
            case Type.Int -> {
                Int type = (Int) field.type(new Int());
                bits = type.bitWidth();
                signed = type.isSigned();
            }
            case Type.FloatingPoint ->
                bits = Short.SIZE << ((FloatingPoint) field.type(new FloatingPoint())).precision();
            case Type.Decimal -> {
                Decimal type = (Decimal) field.type(new Decimal());
                bits = type.bitWidth();
                unit = type.scale();
            }
            case Type.Date -> {
                unit = ((Date) field.type(new Date())).unit();
                bits = unit == 0 ? DAY_BITS : LONG_BITS;
            }
            case Type.Time -> {
                Time type = (Time) field.type(new Time());
                unit = type.unit();
                bits = type.bitWidth();
            }
            case Type.Timestamp -> {
                Timestamp type = (Timestamp) field.type(new Timestamp());
                unit = type.unit();
                bits = LONG_BITS;
                zoned = type.timezone() != null && !type.timezone().isEmpty();
            }
            default -> bits = 0;
        }
        return new ArrowField(name, field.typeType(), bits, signed, unit, zoned, -1, field);
    }

    /** The values of its dictionary as a column. */
    ArrowField values() {
        return plain(name, field);
    }

    /** What becomes of the column. */
    Kind kind() {
        if (dictionary >= 0) {
            return isText() ? Kind.TEXT : Kind.NESTED;
        }
        return switch (type) {
            case Type.Int -> bits == LONG_BITS ? Kind.EITHER : Kind.NUMBER;
            case Type.FloatingPoint, Type.Decimal, Type.Null -> Kind.NUMBER;
            case Type.Bool, Type.Date, Type.Time, Type.Timestamp -> Kind.TEXT;
            default -> isText() ? Kind.TEXT : Kind.NESTED;
        };
    }

    boolean isText() {
        return type == Type.Utf8 || type == Type.LargeUtf8 || type == Type.Utf8View;
    }

    /** What the format calls the type. */
    String typeName() {
        return Type.name(type) + (dictionary >= 0 ? " with a dictionary" : "");
    }

    /** How many buffers stand before those of its children, without the variable ones of a view. */
    static int buffers(Field field) {
        if (field.dictionary() != null) {
            return 2;
        }
        return switch (field.typeType()) {
            case Type.Null, Type.RunEndEncoded -> 0;
            case Type.Struct_, Type.FixedSizeList -> 1;
            case Type.Union ->
                ((org.apache.arrow.flatbuf.Union) field.type(new org.apache.arrow.flatbuf.Union())).mode() + 1;
            case Type.Utf8, Type.LargeUtf8, Type.Binary, Type.LargeBinary, Type.ListView, Type.LargeListView -> 3;
            default -> 2;
        };
    }

    /** Whether its values, or those of its dictionary, are views into any number of further buffers. */
    static boolean isView(Field field) {
        return field.typeType() == Type.Utf8View || field.typeType() == Type.BinaryView;
    }
}
