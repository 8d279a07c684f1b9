package dev.echelon.spark;

import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;

/** Reads what {@link FittedModelWriter} wrote. */
final class FittedModelReader extends MLReader<FittedLinearMixedModel> {

    @Override
    public FittedLinearMixedModel load(String path) {
        DefaultParamsReader.Metadata metadata =
                DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), FittedLinearMixedModel.class.getName());
        Configuration configuration = sparkSession().sparkContext().hadoopConfiguration();
        Path file = new Path(path, FittedModelWriter.FILE);
        try (InputStream in = file.getFileSystem(configuration).open(file)) {
            FittedLinearMixedModel model =
                    new FittedLinearMixedModel(metadata.uid(), FitHolder.read(in.readAllBytes()));
            metadata.getAndSetParams(model, scala.Option.empty());
            return model;
        } catch (IOException e) {
            throw new EchelonException("cannot read the model from '" + file + "': " + e.getMessage(), e);
        }
    }
}
