package dev.echelon.spark;

import dev.echelon.error.EchelonException;
import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * How a column of a dataset becomes a column of a table, as a file of delimited text with the same values would: numbers
 * stay numbers, all else is a factor of its text.
 */
record DatasetColumn(String name, Kind kind, String type) implements Serializable {

    /** What the values become. */
    enum Kind {
        /** Numbers that a double holds. */
        NUMBER,
        /** 64-bit whole numbers and decimals, which a double may not hold. */
        LONG_NUMBER,
        /** Texts, truth values, dates, dates with a time of day. */
        TEXT,
        /** Points in time, as ISO text in UTC. */
        INSTANT,
        /** Arrays, structures and others without a meaning in a model. */
        UNUSABLE
    }

    static DatasetColumn of(StructField field) {
        return new DatasetColumn(
                field.name(), kind(field.dataType()), field.dataType().simpleString());
    }

    private static Kind kind(DataType type) {
        if (type.equals(DataTypes.LongType) || type instanceof DecimalType) {
            return Kind.LONG_NUMBER;
        } else if (type instanceof NumericType) {
            return Kind.NUMBER;
        } else if (type instanceof TimestampType) {
            return Kind.INSTANT;
        }
        boolean text = type instanceof StringType
                || type instanceof TimestampNTZType
                || type.equals(DataTypes.BooleanType)
                || type.equals(DataTypes.DateType);
        return text ? Kind.TEXT : Kind.UNUSABLE;
    }

    /** Whether it becomes a column of numbers. */
    boolean isNumber() {
        return kind == Kind.NUMBER || kind == Kind.LONG_NUMBER;
    }

    /** The column in the form that {@link TableBatches} reads. */
    Column select() {
        Column column = reference();
        Column cast =
                switch (kind) {
                    case NUMBER, LONG_NUMBER -> column.cast(DataTypes.DoubleType);
                    case TEXT -> column.cast(DataTypes.StringType);
                    case INSTANT -> functions.unix_micros(column);
                    case UNUSABLE -> throw unusable();
                };
        return cast.alias(name);
    }

    /** The column as it is. */
    Column reference() {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /**
     * That a model can use it.
     *
     * @throws EchelonException if it cannot
     */
    void requireUsable() {
        if (kind == Kind.UNUSABLE) {
            throw unusable();
        }
    }

    private EchelonException unusable() {
        return new EchelonException("column '" + name + "' is of type " + type
                + ", which a model cannot use; make numbers or text of it first");
    }
}
