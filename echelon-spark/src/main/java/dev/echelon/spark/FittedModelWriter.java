package dev.echelon.spark;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/** Writes a model: Spark ML's metadata, and beside it Echelon's own file of a saved fit. */
final class FittedModelWriter extends MLWriter {
    static final String FILE = "fit.echelon.gz";

    private final FittedLinearMixedModel model;

    FittedModelWriter(FittedLinearMixedModel model) {
        this.model = model;
    }

    @Override
    public void saveImpl(String path) {
        byte[] saved = model.groups().saved();
        DefaultParamsWriter.saveMetadata(model, path, sparkSession());
        Configuration configuration = sparkSession().sparkContext().hadoopConfiguration();
        Path file = new Path(path, FILE);
        try (OutputStream out = file.getFileSystem(configuration).create(file, false)) {
            out.write(saved);
        } catch (IOException e) {
            throw new dev.echelon.error.EchelonException(
                    "cannot save the model to '" + file + "': " + e.getMessage(), e);
        }
    }
}
