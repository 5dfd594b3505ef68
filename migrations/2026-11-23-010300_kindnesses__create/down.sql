DROP TABLE kindnesses;
