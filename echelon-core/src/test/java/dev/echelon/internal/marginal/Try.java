package dev.echelon.internal.marginal;
import dev.echelon.internal.inference.*;
public class Try {
  public static void main(String[] a){
    for (String s : new String[]{"us","cs","csh","ar1","arh1","toep","toeph"}) for (boolean reml: new boolean[]{true,false}) {
      Example e = Example.of("fev.csv","FEV1 ~ ARMCD + (1|USUBJID)",true).subject("USUBJID").slots("AVISIT");
      MarginalEstimates m = e.fit(s,reml);
      System.out.printf("%s %b %.8f %s it=%d ev=%d beta %.7f %s%n", s, reml, m.objective(), m.convergence().status(), m.convergence().iterations(), m.convergence().evaluations(), m.beta()[1], m.optima());
      if (reml) {
        StoredMoments t = m.moments();
        double[][] inf = {t.observed(), t.expected(), t.average()};
        for (double[] w : inf) {
          double[] u = t.uncertainty(w);
          int p = 2; double[] phi=t.phi();
          for (int v = 0; v < 3; v++) {
            FixedEffectMoments.Contraction c = t.contraction(w);
            double[] sum = c.curvature().clone();
            int k = t.parameters();
            for (int i=0;i<k;i++) for (int j=0;j<k;j++) {
              double[] x = SmallMatrices.multiply(p,p,p,t.slope(i), SmallMatrices.multiply(p,p,p,phi,t.slope(j)));
              for (int q=0;q<4;q++) sum[q]-=u[j*k+i]*x[q];
            }
            if (v>0 && c.second().length>0) for (int q=0;q<4;q++) sum[q]-=.25*c.second()[q];
            if (v>1 && c.second().length>0) { double[] b = SmallMatrices.multiply(k,k,1,u,c.traces()); for (int i=0;i<k;i++) for(int q=0;q<4;q++) sum[q] += -.5*(-.25*b[i])*t.slope(i)[q]; }
            double[] adj = SmallMatrices.multiply(p,p,p,phi,SmallMatrices.multiply(p,p,p,sum,phi));
            System.out.printf(" %.10f", Math.sqrt(phi[3]+2*adj[3]));
          }
          double[] g = new double[t.parameters()];
          for (int i=0;i<g.length;i++) { double[] x = SmallMatrices.multiply(p,p,p,phi,SmallMatrices.multiply(p,p,p,t.slope(i),phi)); g[i]=x[3]; }
          double q=0; for (int i=0;i<g.length;i++) for (int j=0;j<g.length;j++) q+=g[i]*u[j*g.length+i]*g[j];
          System.out.printf("  df %.6f%n", 2*phi[3]*phi[3]/q);
        }
      }
    }
  }
}
