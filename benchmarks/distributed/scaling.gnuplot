# Draws scaling.png from scaling.csv in the current folder.
set terminal pngcairo size 900,500 font "sans,11"
set output 'scaling.png'
set datafile separator ','
set title 'How much of a rank is left for computing: 784-1024-1024-10, 256 samples a rank'
set logscale x 2
set xlabel 'ranks'
set ylabel 'samples a second, over those of as many single ranks'
set yrange [0:1.05]
set grid lc rgb '#dddddd'
set key bottom left
plot 'scaling.csv' using 1:2 with linespoints lc rgb '#d62728' dt 2 lw 2 pt 6 title '10 Gbit/s Ethernet, sent when backward has ended', \
     'scaling.csv' using 1:3 with linespoints lc rgb '#d62728' lw 2 pt 7 title '10 Gbit/s Ethernet, sent during backward', \
     'scaling.csv' using 1:4 with linespoints lc rgb '#1f77b4' dt 2 lw 2 pt 6 title '100 Gbit/s InfiniBand, sent when backward has ended', \
     'scaling.csv' using 1:5 with linespoints lc rgb '#1f77b4' lw 2 pt 7 title '100 Gbit/s InfiniBand, sent during backward'
