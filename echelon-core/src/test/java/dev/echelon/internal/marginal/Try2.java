package dev.echelon.internal.marginal;
import dev.echelon.covariance.*;
import dev.echelon.internal.inference.*;
import java.util.*;
public class Try2 {
  static void show(String name, Example e, ResidualStructure s, boolean reml, double ref) {
    long t=System.nanoTime();
    try {
    MarginalEstimates m = MarginalFit.of(e.design, e.rows(s), reml);
    System.out.printf("%s %s: -2l %.8f logLik %.6f (ref %.6f d %.1e) %s it=%d ev=%d kernel %s grad %.1e optima %s refits %d %.0f ms%n", name, s.name(), m.objective(), -m.objective()/2, ref, -m.objective()/2-ref, m.convergence().status(), m.convergence().iterations(), m.convergence().evaluations(), m.kernel(), m.convergence().gradient(), m.optima(), m.refits(), (System.nanoTime()-t)/1e6);
    for (var q : m.residual()) System.out.printf("    %s.%s=%.6f (%.4f)", q.group(), q.name(), q.estimate(), q.error());
    for (var q : m.terms()) System.out.print("   G "+Arrays.toString(q.covariance())+" inside "+q.inside());
    System.out.println();
    } catch (Exception x) { System.out.println(name+" "+x); x.printStackTrace(System.out); }
  }
  static ResidualStructure st(String n, Object... o){ Map<String,Double> m=new HashMap<>(); for(int i=0;i<o.length;i+=2) m.put((String)o[i], ((Number)o[i+1]).doubleValue()); return ResidualStructures.named(n,m); }
  public static void main(String[] a){
    String only = a.length>0?a[0]:"";
    if ("orthodont".contains(only)) {
    for (String s : List.of("ar1","arh1","cs","csh","us")) show("orthodont", Example.of("orthodont.csv","distance ~ age*Sex + (1|Subject)",true).subject("Subject").slots("age"), st(s), true, 0);
    show("orthodont G ar1 -216.85405615884", Example.of("orthodont.csv","distance ~ age*Sex + (1|Subject)",false).subject("Subject").slots("age"), st("ar1"), true, -216.85405615884);
    show("orthodont G ident -207.610239786315", Example.of("orthodont.csv","distance ~ age*Sex + (1|Subject)",false).subject("Subject").slots("age").ident(VarianceFunctions.named("ident"),"Sex"), st("id"), true, -207.610239786315);
    show("orthodont slope ident", Example.of("orthodont.csv","distance ~ I(age-11)*Sex + (1+I(age-11)|Subject)",false).subject("Subject").slots("age").ident(VarianceFunctions.named("ident"),"Sex"), st("id"), true, -205.761240);
    show("orthodont slope", Example.of("orthodont.csv","distance ~ age + (1+age|Subject)",false).subject("Subject").slots("age"), st("id"), true, -221.318343);
    }
    if ("sleepstudy".contains(only)) show("sleep G+ar1 1724.11646", Example.of("sleepstudy.csv","Reaction ~ Days + (1+Days|Subject)",false).subject("Subject").slots("Days"), st("ar1"), true, -1724.11646/2);
    if ("ovary".contains(only)) {
    show("ovary diag", Example.of("ovary.csv","follicles ~ s + c + (1+s||Mare)",false).subject("Mare").slots("i"), st("id"), true, -813.040869);
    show("ovary diag", Example.of("ovary.csv","follicles ~ s + c + (1+s||Mare)",false).subject("Mare").slots("i"), st("ar1"), true, -774.723958);
    show("ovary arma", Example.of("ovary.csv","follicles ~ s + c + (1+s||Mare)",false).subject("Mare").slots("i"), st("arma","p",1,"q",1), true, -771.947078);
    show("ovary ma2", Example.of("ovary.csv","follicles ~ s + c + (1+s||Mare)",false).subject("Mare").slots("i"), st("arma","p",0,"q",2), true, -777.615390);
    show("ovary G car1", Example.of("ovary.csv","follicles ~ s + c + (1+s||Mare)",false).subject("Mare").coordinates("Time"), st("car1"), true, -775.767622);
    show("ovary car1", Example.of("ovary.csv","follicles ~ s + c + (1|Mare)",true).subject("Mare").coordinates("Time"), st("car1"), true, -781.751319956952);
    }
    if ("dialyzer".contains(only)) {
      String f="rate ~ (pressure + I(pressure^2) + I(pressure^3) + I(pressure^4)) * QB + (1|Subject)";
      show("dial gls", Example.of("dialyzer.csv",f,true,"QB").subject("Subject").slots("index"), st("id"), true, -369.585348);
      show("dial pow", Example.of("dialyzer.csv",f,true,"QB").subject("Subject").slots("index").power(VarianceFunctions.named("power"),"pressure"), st("id"), true, -357.110316);
      show("dial pow ar1", Example.of("dialyzer.csv",f,true,"QB").subject("Subject").slots("index").power(VarianceFunctions.named("power"),"pressure"), st("ar1"), true, -308.337309);
    }
    if ("bodyweight".contains(only)) {
      show("bw", Example.of("bodyweight.csv","weight ~ Time*Diet + (1+Time|Rat)",false,"Diet").subject("Rat").coordinates("Time"), st("id"), true, -575.859874);
      show("bw exp", Example.of("bodyweight.csv","weight ~ Time*Diet + (1+Time|Rat)",false,"Diet").subject("Rat").coordinates("Time"), st("exp"), true, -566.029590057894);
      show("bw power", Example.of("bodyweight.csv","weight ~ Time*Diet + (1+Time|Rat)",false,"Diet").subject("Rat").coordinates("Time").ofFitted(VarianceFunctions.named("power")), st("id"), true, -570.960710927286);
      show("bw power exp", Example.of("bodyweight.csv","weight ~ Time*Diet + (1+Time|Rat)",false,"Diet").subject("Rat").coordinates("Time").ofFitted(VarianceFunctions.named("power")), st("exp"), true, -561);
      show("bw power exp nugget", Example.of("bodyweight.csv","weight ~ Time*Diet + (1+Time|Rat)",false,"Diet").subject("Rat").coordinates("Time").ofFitted(VarianceFunctions.named("power")), st("exp","nugget",1), true, -556);
    }
    if ("wheat2".contains(only)) {
      for (String s : List.of("sph","ratio","gau","exp")) show("wheat", Example.of("wheat2.csv","yield ~ variety + (1|Block)",true).oneSubject().coordinates("latitude","longitude"), st(s,"nugget",1), true, s.equals("sph")?-533.931543:s.equals("ratio")?-532.638888:0);
    }
  }
}
