package dev.echelon.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What partitions found is merged in their order, wherever that happens. */
class OrderedMergeTest {

    /** Joins texts, and so shows what was merged with what. */
    static byte[] joined(List<byte[]> parts) {
        return parts.stream()
                .map(part -> new String(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "))
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "20, 1000", "20, 75", "70, 220", "70, 6", "1, 0"})
    void theOrderIsThatOfThePartitions(int partitions, long budget) {
        JavaRDD<byte[]> parts = JavaSparkContext.fromSparkContext(
                        Sessions.local().sparkContext())
                .parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
                .map(index -> String.format("%02d", index).getBytes(StandardCharsets.UTF_8));
        String all = IntStream.range(0, partitions)
                .mapToObj(index -> String.format("%02d", index))
                .collect(Collectors.joining(" "));

        OrderedMerge.Result result = new OrderedMerge(OrderedMergeTest::joined, budget).of(parts);

        boolean fits = budget >= all.length();
        assertThat(result.fits()).isEqualTo(fits);
        assertThat(new String(result.merged(), StandardCharsets.UTF_8)).isEqualTo(fits ? all : "");
    }
}
